/**
 * What a name looks like: case, blanks, normalisation and invisible characters do not count, since people do not
 * see them.
 * Two names with one look are two groups to a vendor and one to its users.
 */
export const lookOf = (name: string): string =>
	name
		.normalize('NFKC')
		.replace(/\ufeff/g, '')
		.replace(/\s+/g, ' ')
		.replace(/\p{Cf}|\p{Cc}|\p{Variation_Selector}|[\u115f\u1160\u3164\uffa0]/gu, '')
		.trim()
		// Folds ß into ss, and the two i of Turkish into one.
		.toLowerCase()
		.toUpperCase()
		.toLowerCase()
		.replace(/i\u0307|\u0131/g, 'i');
