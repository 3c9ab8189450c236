/**
 * Lists of ids as short texts. Numbers are told by their distance from the one before, and rows of consecutive ones
 * by their length; texts by what they have in common with the one before.
 */
const NUMBER = /^(0|[1-9]\d{0,14})$/;

export function encodeIds(ids: Iterable<string>): string {
	const all = [...ids];
	return all.every((id) => NUMBER.test(id)) ? `n${encodeNumbers(all.map(Number))}` : `t${encodeTexts(all)}`;
}

/** @throws Error for what `encodeIds` cannot have written */
export function decodeIds(text: string): string[] {
	if (text.startsWith('n')) return decodeNumbers(text.slice(1)).map(String);
	if (text.startsWith('t')) return decodeTexts(text.slice(1));
	throw new Error('not a list of ids');
}

/** In the order in which they are written. */
export const sortedIds = (ids: Iterable<string>): string[] => [...ids].sort(byId);

/** Numbers by their size, and all else behind them by its characters. */
export function byId(left: string, right: string): number {
	const isNumber = NUMBER.test(left);
	if (isNumber !== NUMBER.test(right)) return isNumber ? -1 : 1;
	if (isNumber) return Number(left) - Number(right);
	return left < right ? -1 : Number(left > right);
}

/** `5+2,a` is 5, 6, 7, 17: distances and lengths in base 36. */
function encodeNumbers(numbers: number[]): string {
	numbers.sort((left, right) => left - right);
	const tokens: string[] = [];
	let last = 0;
	for (let at = 0; at < numbers.length; at += 1) {
		const distance = numbers[at]! - last;
		let run = 0;
		while (numbers[at + 1] === numbers[at]! + 1) {
			at += 1;
			run += 1;
		}
		tokens.push(`${distance.toString(36)}${run > 0 ? `+${run.toString(36)}` : ''}`);
		last = numbers[at]!;
	}
	return tokens.join(',');
}

function decodeNumbers(text: string): number[] {
	const numbers: number[] = [];
	let last = 0;
	for (const token of text === '' ? [] : text.split(',')) {
		const [distance = 0, run = 0] = token.split('+').map((part) => Number.parseInt(part, 36));
		if (!Number.isSafeInteger(distance + run)) throw new Error('not a list of ids');
		for (let step = 0; step <= run; step += 1) numbers.push(last + distance + step);
		last += distance + run;
	}
	return numbers;
}

/** Each as the number of characters it shares with the one before, and the rest. */
function encodeTexts(ids: readonly string[]): string {
	let last = '';
	const tokens = sortedIds(ids).map((id) => {
		let shared = 0;
		while (shared < last.length && shared < 35 && id[shared] === last[shared]) shared += 1;
		last = id;
		return `${shared.toString(36)}${id.slice(shared)}`;
	});
	return joined(tokens);
}

function decodeTexts(text: string): string[] {
	let last = '';
	return split(text).map((token) => {
		last = `${last.slice(0, Number.parseInt(token.charAt(0), 36))}${token.slice(1)}`;
		return last;
	});
}

/** Texts as one, whatever they hold. */
export const joined = (texts: readonly string[]): string =>
	texts.map((text) => `|${text.replace(/[~|]/g, (it) => (it === '~' ? '~0' : '~1'))}`).join('');

export const split = (text: string): string[] =>
	text === ''
		? []
		: text
				.slice(1)
				.split('|')
				.map((it) => it.replace(/~[01]/g, (code) => (code === '~0' ? '~' : '|')));

/** The highest of ids that are numbers; -Infinity for none. */
export function highestOf(lists: ReadonlyArray<Iterable<string>>): number {
	let highest = -Infinity;
	for (const ids of lists) for (const id of ids) highest = Math.max(highest, Number(id));
	return highest;
}
