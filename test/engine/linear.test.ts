import { Redactor } from '../../nodes/GroupManager/engine/http/redact';

const KEY = 'k3y/with+odd=chars~and.some-more_0123456789';

function redactor(): Redactor {
	const known = new Redactor();
	known.learn([KEY, 48151623, 'aaaaaaaa']);
	return known;
}

const percent = [...KEY].map((it) => `%${it.charCodeAt(0).toString(16)}`).join('');
const escaped = [...KEY].map((it) => `\\u00${it.charCodeAt(0).toString(16)}`).join('');

const HOSTILE: Record<string, string> = {
	'angle brackets': '<',
	dots: '.',
	blanks: ' ',
	'line breaks': '\n',
	'percent signs': '%',
	'percent-encoded percent signs': '%25',
	'starts of entities': '&#',
	'entities without an end': '&#0000',
	'encoded ampersands': '&amp;',
	backslashes: '\\',
	'unicode escapes without an end': '\\u00',
	'halves of pairs in escapes': '\\ud83d',
	'Base64 letters': 'QUJDREVGR0g',
	quotes: '"',
	'names of secrets': 'password ',
	'names of secrets with a colon': 'password: ',
	'names of secrets with an open quote': 'password:\\"',
	'the word bearer': 'bearer ',
	cookies: 'cookie: a=b; ',
	'opening brackets': '[',
	numbers: '[48151623',
	'the digits of a numeric key': '48151623',
	'the key': KEY,
	'near misses of the key': KEY.slice(0, -1),
	'near misses of the key in Base64': Buffer.from(KEY).toString('base64').slice(0, -6),
	'near misses of the percent-encoded key': percent.slice(0, -2),
	'near misses of the key in escapes': escaped.slice(0, -6),
	'near misses of the key on many lines': [...KEY.slice(0, -1)].join('\n      '),
	'a key of one letter': 'a',
};

const filled = (piece: string, length: number): string =>
	piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

/** Microseconds of the processor, the least of several runs: what else the computer does is not counted. */
function least(work: () => unknown, runs: number): number {
	let best = Infinity;
	for (let run = 0; run < runs; run++) {
		const start = process.cpuUsage();
		work();
		const { user, system } = process.cpuUsage(start);
		best = Math.min(best, user + system);
	}
	return best;
}

/** How much longer the longer text takes; measured again where something spoils it. */
function growth(short: () => unknown, long: () => unknown): number {
	let best = Infinity;
	least(short, 1);
	for (let attempt = 0; attempt < 4 && best >= 20; attempt++) {
		best = Math.min(best, least(long, 2) / Math.max(NOISE, least(short, 2)));
	}
	return best;
}

/** Half a millisecond: less is not to be told from noise. */
const NOISE = 500;

describe('the work on a hostile text', () => {
	const TYPED = ['password', 'Password: resets', 'a'];

	it.each(Object.entries(HOSTILE))('grows with its length and not with its square: %s', (_, piece) => {
		const known = redactor();
		const work = (length: number): (() => unknown) => {
			const text = filled(piece, length);
			return () => known.text(text, TYPED);
		};
		expect(growth(work(20_000), work(200_000))).toBeLessThan(40);
	});

	it('does not grow at all for the details, because they are cut first', () => {
		for (const piece of Object.values(HOSTILE)) {
			const known = redactor();
			const work = (length: number): (() => unknown) => {
				const text = filled(piece, length);
				return () => known.details(text);
			};
			expect(growth(work(20_000), work(2_000_000))).toBeLessThan(10);
		}
	});
});
