import { ROUNDS, SIZES, type JointFigures, type SizeFigures } from './measure';

const [SMALL, LARGE] = SIZES;
const TITLE = '## Many items at once';

const count = (value: number): string => value.toLocaleString('en');
const ms = (value: number): string => `${value.toFixed(0)} ms`;
const kB = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} kB`;
const times = (value: number): string => `${value.toFixed(1)} x`;
const table = (head: string[], rows: string[][]): string =>
	[head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');

const at = ({ sizes }: JointFigures, items: number): SizeFigures => sizes.find((size) => size.items === items)!;

interface Limit {
	title: string;
	most: number;
	found: (figures: JointFigures) => number;
	show: (value: number) => string;
}

const LIMITS: readonly Limit[] = [
	{
		title: `longest stretch without a turn of the event loop, ${count(SMALL)} items`,
		most: 50,
		found: (figures) => at(figures, SMALL).stretch,
		show: ms,
	},
	{
		title: `CPU for ${count(LARGE)} items against ${count(SMALL)} (${LARGE / SMALL} x is linear)`,
		most: (1.2 * LARGE) / SMALL,
		found: (figures) => at(figures, LARGE).cpu / at(figures, SMALL).cpu,
		show: times,
	},
	{
		title: `lives at most, per item, ${count(LARGE)} items`,
		most: 3_000,
		found: (figures) => at(figures, LARGE).live,
		show: kB,
	},
	{
		title: `a cancel at half of the requests of ${count(LARGE)} items has settled after`,
		most: 1_000,
		found: ({ cancel }) => cancel,
		show: ms,
	},
];

function limitTable(all: readonly JointFigures[]): string {
	const rows = all.map((figures) => [
		figures.title,
		...LIMITS.map(({ most, found, show }) => {
			const value = found(figures);
			return value <= most ? show(value) : `**${show(value)}, missed**`;
		}),
	]);
	const limits = ['limit', ...LIMITS.map(({ most, show }) => `at most ${show(most)}`)];
	return table(['', ...LIMITS.map(({ title }) => title)], [limits, ...rows]);
}

function figureTable(all: readonly JointFigures[]): string {
	const rows = all.flatMap(({ title, sizes }) =>
		sizes.map(({ items, cpu, stretch, peak, live, kept }) => [
			title,
			count(items),
			`${(cpu / items).toFixed(3)} ms`,
			ms(stretch),
			...[peak, live, kept].map(kB),
		]),
	);
	const head = [
		'',
		'items',
		'CPU per item',
		'longest stretch',
		'peak heap per item',
		'lives at most',
		'of it results',
	];
	return table(head, rows);
}

/** @param state what the figures belong to */
export function jointSection(all: readonly JointFigures[], state: string): string {
	const missed = LIMITS.flatMap(({ most, found }) => all.filter((figures) => found(figures) > most)).length;
	return `${TITLE}

\`npm run bench -- joint\` writes this part alone: ${state}.
One run over many items, without n8n and without a network: a stand-in in the same process answers in the next turn
of the event loop, so all that is measured is this package's own work.
${missed} of ${all.length * LIMITS.length} figures miss their limits.

${limitTable(all)}

- A stretch is everything between two turns, garbage collection included. It and the time after a cancel are the
  shorter one of time and CPU time, so that waiting for the processor on a busy machine does not count.
  The figures are the best of ${ROUNDS[0]} runs at ${count(SMALL)} items, one run at ${count(LARGE)}.
- What lives is what the garbage collector leaves in the middle of a run, results included; the peak is with garbage.

${figureTable(all)}
`;
}

/** The file with this section in the place of the one of its title, or in front of the section `before`. */
export function withSection(file: string, section: string, before: string): string {
	const [title] = section.split('\n', 1);
	const start = file.indexOf(`${title}\n`);
	if (start === -1) return file.replace(`${before}\n`, () => `${section}\n${before}\n`);
	const next = file.indexOf('\n## ', start);
	return `${file.slice(0, start)}${section}${next === -1 ? '' : file.slice(next)}`;
}
