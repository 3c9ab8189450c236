import { Failure } from '../contract/failure';

const MEGABYTE = 1024 * 1024;

/** Bytes of a success, after decompression. */
const CEILING = 16 * MEGABYTE;

/** Of anything else only the beginning is of use. */
const ENOUGH_OF_AN_ERROR = 64 * 1024;

type Stream = AsyncIterable<Uint8Array>;

const isStream = (body: unknown): body is Stream =>
	typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

/**
 * Reads the body of an answer, and leaves the rest of one that is too long: whoever made the request then has
 * to end it.
 * @param body a stream; text, or what a helper has parsed, is taken as it is
 * @returns UTF-8 text without its byte order mark, and whether it is all that there was
 * @throws Failure `unexpected_response` for a success that is over the ceiling
 * @throws what the stream throws when it breaks off
 */
export async function readBody(body: unknown, status: number): Promise<{ text: string; isWhole: boolean }> {
	const isSuccess = status >= 200 && status < 300;
	const limit = isSuccess ? CEILING : ENOUGH_OF_AN_ERROR;
	const chunks = isStream(body) ? await collect(body, limit) : [Buffer.from(asText(body))];
	const bytes = chunks.length === 1 ? asBuffer(chunks[0]!) : Buffer.concat(chunks);
	if (bytes.length <= limit) return { text: decode(bytes), isWhole: true };
	if (isSuccess) {
		const reason = `the answer is larger than ${CEILING / MEGABYTE} MB`;
		throw new Failure('unexpected_response', reason, { httpStatus: status });
	}
	return { text: decode(beginning(bytes, limit)), isWhole: false };
}

/** Until there is more than the limit. A character may be spread over two chunks, so they are not read one by one. */
async function collect(stream: Stream, limit: number): Promise<Uint8Array[]> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of stream) {
		chunks.push(chunk);
		size += chunk.length;
		if (size > limit) break;
	}
	return chunks;
}

function asText(body: unknown): string {
	if (typeof body === 'string') return body;
	return body === undefined || body === null ? '' : JSON.stringify(body);
}

const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
	Buffer.from(buffer, byteOffset, byteLength);

function decode(bytes: Buffer): string {
	const text = bytes.toString('utf8');
	return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** Not more than that many bytes, and no part of a character at the end. */
function beginning(bytes: Buffer, size: number): Buffer {
	let end = size;
	while (end > size - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
	return bytes.subarray(0, end);
}
