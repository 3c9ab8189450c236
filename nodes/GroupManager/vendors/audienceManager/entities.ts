/** HTML 4 names of the characters 160 to 255, in their order: what Java's usual escaping writes beside the five of XML. */
const LATIN_1 = [
	'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr',
	'deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest',
	'Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml',
	'ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig',
	'agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml',
	'eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml',
].flatMap((names) => names.split(' '));

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
