import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');

export const readText = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

export interface Page {
	/** Its path from the root of the repository. */
	file: string;
	text: string;
}

/** Every page under docs/, as paths from the root of the repository. */
export const docFiles: string[] = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.md'))
	.map((file) => `docs/${file.replaceAll('\\', '/')}`)
	.sort();

/** README in English, then docs/: each sentence stands in one of them. */
export const pages: Page[] = ['README.md', ...docFiles].map((file) => ({ file, text: readText(file) }));

/** Running text, without line breaks, as a reader sees it. */
const proseOf = (text: string): string => text.replace(/\s+/g, ' ');

/** The files of the pages that say so. */
export const pagesThatSay = (sentence: string): string[] =>
	pages.filter(({ text }) => proseOf(text).includes(sentence)).map(({ file }) => file);

/** The rows of the table between `<!-- name -->` and `<!-- /name -->`, without its head. */
export function rowsIn(text: string, name: string): string[][] | undefined {
	const [, section] = new RegExp(`<!-- ${name} -->\\n([^]*?)<!-- /${name} -->`).exec(text) ?? [];
	const lines = section?.split('\n').filter((line) => line.startsWith('|'));
	return lines?.slice(2).map((line) =>
		line
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);
}

/** The same, from the one page that has the table. */
export function rowsOf(name: string): string[][] {
	const [rows, another] = pages.map(({ text }) => rowsIn(text, name)).filter((found) => found !== undefined);
	if (rows === undefined) throw new Error(`No page has a table "${name}".`);
	if (another !== undefined) throw new Error(`Several pages have a table "${name}".`);
	return rows;
}

/** What stands in backticks. */
export const codesIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);

/** The text of a page by its headings of the third level. */
export function sectionsOf(text: string, level = 3): Map<string, string> {
	const [, ...parts] = text.split(new RegExp(`^${'#'.repeat(level)} `, 'm'));
	return new Map(
		parts.map((part) => {
			const [heading = '', ...lines] = part.split('\n');
			const end = lines.findIndex((line) => new RegExp(`^#{1,${level}} `).test(line));
			return [
				heading,
				lines
					.slice(0, end < 0 ? undefined : end)
					.join('\n')
					.trim(),
			];
		}),
	);
}

/** The anchors of a page, as GitHub makes them of its headings; a heading that comes twice gets a number. */
export function anchorsOf(text: string): string[] {
	const seen = new Map<string, number>();
	const headings = text.replace(/^```[^]*?^```/gm, '').matchAll(/^#+ (.+)$/gm);
	return [...headings].map(([, heading]) => {
		const anchor = heading!
			.toLowerCase()
			.replace(/[^\p{L}\p{N}_ -]/gu, '')
			.replace(/ /g, '-');
		const count = seen.get(anchor) ?? 0;
		seen.set(anchor, count + 1);
		return count === 0 ? anchor : `${anchor}-${count}`;
	});
}

export interface Block {
	file: string;
	/** `example: name` or `input: name`; undefined for a block that nobody tests. */
	mark: string | undefined;
	language: string;
	text: string;
}

/** Every code block of every page, with the comment on the line above it. */
export function blocks(): Block[] {
	return pages.flatMap(({ file, text }) =>
		[...text.matchAll(/(?:<!-- (.*?) -->\n)?```(\w*)\n([^]*?)\n```/g)].map(
			([, mark, language = '', content = '']) => ({ file, mark, language, text: content }),
		),
	);
}

export function block(mark: string): string {
	const found = blocks().find((candidate) => candidate.mark === mark);
	if (!found) throw new Error(`No page has a block "${mark}".`);
	return found.text;
}
