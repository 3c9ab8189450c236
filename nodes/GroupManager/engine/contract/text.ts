const MAX_REASON = 300;
/** What is searched of a foreign text: no page of errors may take longer than a line of them. */
const MAX_SEARCHED = 4_096;

/** The vendor's words as part of a sentence: one line, no full stop at the end, at most 300 characters. */
export function inSentence(text: string): string {
	const line = text
		.slice(0, MAX_SEARCHED)
		.replace(/[\p{Cc}\s]+/gu, ' ')
		.trim();
	let end = line.length;
	while (line[end - 1] === '.') end -= 1;
	return end > MAX_REASON ? `${line.slice(0, MAX_REASON)}…` : line.slice(0, end);
}

const LENGTH = 60;

/** A text as a sentence can quote it: its two ends where it is long. */
export function shorten(text: string): string {
	return text.length > LENGTH ? `${cutEnd(text.slice(0, LENGTH - 20))}…${cutStart(text.slice(-19))}` : text;
}

/** Half of a character at a cut would be shown as a question mark. */
const cutEnd = (text: string): string => text.replace(/[\uD800-\uDBFF]$/, '');
const cutStart = (text: string): string => text.replace(/^[\uDC00-\uDFFF]/, '');

/** Whether a text has another one in it, in any case. */
export const hasPart = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase());

/** `12,345` */
export const withCommas = (number: number): string => String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
