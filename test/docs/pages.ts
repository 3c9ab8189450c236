import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../..');

export const readText = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

export const readme = readText('README.md');

/** README's running text: without line breaks, as a reader sees it. */
export const prose = readme.replace(/\s+/g, ' ');

/** The rows of the table between `<!-- name -->` and `<!-- /name -->`, without its head. */
export function rowsOf(name: string): string[][] {
	const [, section] = new RegExp(`<!-- ${name} -->\\n([^]*?)<!-- /${name} -->`).exec(readme) ?? [];
	if (section === undefined) throw new Error(`README.md has no table "${name}".`);
	const lines = section.split('\n').filter((line) => line.startsWith('|'));
	return lines.slice(2).map((line) =>
		line
			.split('|')
			.slice(1, -1)
			.map((cell) => cell.trim()),
	);
}

/** What stands in backticks. */
export const codesIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);

export interface Block {
	/** `example: name` or `input: name`; undefined for a block that nobody tests. */
	mark: string | undefined;
	language: string;
	text: string;
}

/** Every code block, with the comment on the line above it. */
export function blocks(): Block[] {
	const found = readme.matchAll(/(?:<!-- (.*?) -->\n)?```(\w*)\n([^]*?)\n```/g);
	return [...found].map(([, mark, language = '', text = '']) => ({ mark, language, text }));
}

export function block(mark: string): string {
	const found = blocks().find((candidate) => candidate.mark === mark);
	if (!found) throw new Error(`README.md has no block "${mark}".`);
	return found.text;
}
