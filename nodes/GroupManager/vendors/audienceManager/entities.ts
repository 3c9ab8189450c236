import { LATIN_1 } from '../../engine/http/latin1';

/** What Java's usual escaping writes: the names of HTML 4 beside the five of XML. */
const CHARACTERS: ReadonlyMap<string, string> = new Map([
	...LATIN_1.map((name, index): [string, string] => [name, String.fromCodePoint(160 + index)]),
	...Object.entries({
		ndash: '–',
		mdash: '—',
		lsquo: '‘',
		rsquo: '’',
		ldquo: '“',
		rdquo: '”',
		hellip: '…',
		euro: '€',
		trade: '™',
	}),
	...['', 'upper'].flatMap((spelling) =>
		Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }).map(
			([name, character]): [string, string] => [spelling === 'upper' ? name.toUpperCase() : name, character],
		),
	),
]);

const ENTITY = /&(#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z]\w{1,7});/g;
const LAST_CODE_POINT = 0x10_ff_ff;

/** The character of an entity, the entity itself where it is none. */
function character(entity: string, name: string): string {
	if (!name.startsWith('#')) return CHARACTERS.get(name) ?? entity;
	const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
	const isHalf = code >= 0xd8_00 && code <= 0xdf_ff;
	return code > 0 && code <= LAST_CODE_POINT && !isHalf ? String.fromCodePoint(code) : entity;
}

/** Once: what was escaped twice stays escaped once. */
export const unescapeEntities = (text: string): string => text.replace(ENTITY, character);

export const hasEntity = (text: string): boolean => unescapeEntities(text) !== text;

/** Whether a text holds a character that escaping would have replaced. */
export const isRaw = (text: string): boolean =>
	/[<>"&]/.test(text.replace(ENTITY, (entity, name: string) => (character(entity, name) === entity ? entity : '')));
