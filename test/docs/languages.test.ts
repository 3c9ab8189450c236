import { LANGUAGES } from '../../scripts/docs/languages';
import { codesIn, readText } from './pages';

const ENGLISH = 'README.md';
const translations = Object.keys(LANGUAGES).filter((file) => file !== ENGLISH);

const withoutBlocks = (text: string) => text.replace(/```[^]*?```/g, '');
const headingLevels = (text: string) => [...withoutBlocks(text).matchAll(/^#+(?= )/gm)].map(([level]) => level);
const codeBlocks = (text: string) => text.match(/```[^]*?```/g);
/** Without the links from one language to the others. */
const linksOf = (text: string) =>
	[...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!).filter((target) => !(target in LANGUAGES));
/** Every table as its rows, each with what no language changes: how many cells, which codes, which links. */
const tablesOf = (text: string) =>
	[...text.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) =>
		table
			.trim()
			.split('\n')
			.map((row) => ({ cells: row.split('|').length - 2, codes: codesIn(row), links: linksOf(row) })),
	);
/** Running text, a paragraph or an entry of a list at a time. */
const sentencesOf = (text: string) =>
	withoutBlocks(text)
		.split(/\n\n|\n(?=[-\d|])/)
		.map((part) => part.replace(/\s+/g, ' ').trim())
		.filter((part) => /\p{L}.* \p{L}.* \p{L}/u.test(part) && linksOf(part).length === 0);

describe.each(translations)('%s', (file) => {
	const [english, text] = [readText(ENGLISH), readText(file)];

	it('has the headings of README.md, in the same order', () => {
		expect(headingLevels(text)).toEqual(headingLevels(english));
	});

	it('has the tables of README.md, row by row', () => {
		expect(tablesOf(text)).toEqual(tablesOf(english));
	});

	it('has the same examples, to the letter', () => {
		expect(codeBlocks(text)).toEqual(codeBlocks(english));
	});

	it('leads to the same pages and shows the same pictures', () => {
		expect(linksOf(text).sort()).toEqual(linksOf(english).sort());
	});

	it('names the same commands, fields and codes', () => {
		expect(codesIn(withoutBlocks(text)).sort()).toEqual(codesIn(withoutBlocks(english)).sort());
	});

	it('repeats no running text of README.md untranslated', () => {
		const known = sentencesOf(english);
		expect(known.length).toBeGreaterThan(30);
		expect(sentencesOf(text).filter((sentence) => known.includes(sentence))).toEqual([]);
	});
});

it.each(Object.entries(LANGUAGES))('%s names itself and links to the other languages', (file, { name }) => {
	const [, line] = readText(file).split('\n\n');
	const expected = Object.entries(LANGUAGES).map(([other, { name: label }]) =>
		other === file ? `**${name}**` : `[${label}](${other})`,
	);
	expect(line).toBe(expected.join(' · '));
});

describe('the words of the vendors’ own documents', () => {
	it.each([
		['README.ru.md', 'Группа'],
		['README.de.md', 'Gruppe'],
		['README.es.md', 'Grupo'],
	])('%s calls a group %s', (file, word) => {
		expect(LANGUAGES[file]!.resources.group).toContain(word);
		expect(readText(file).toLowerCase()).toContain(word.toLowerCase().slice(0, 5));
	});
});
