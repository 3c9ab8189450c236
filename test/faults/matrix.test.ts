import { ANSWERS, type Carried } from './matrix/answers';
import { type Cell, type Finding, Inspector, nameOf, operationOf, type Reach } from './matrix/cell';
import { perform, useStage } from './matrix/stage';
import { SUBJECTS } from './matrix/subjects';

/** `npm run test:faults` runs the whole of it; a normal run takes a sample, `FAULTS_ONLY` the cells whose name it matches. */
const IS_FULL = process.env.FAULTS === 'full';
const ONLY = process.env.FAULTS_ONLY;
const SEED = Number(process.env.FAULTS_SEED ?? 1);
const SAMPLE = 450;
const SIDE_BY_SIDE = 12;

jest.setTimeout(1_800_000);

const stage = useStage(SIDE_BY_SIDE);

const CELLS: Cell[] = SUBJECTS.flatMap((subject) =>
	ANSWERS.flatMap((answer) =>
		answer.carried.flatMap((carried) =>
			reaches(carried, answer.looksLikeWrongAddress)
				.map((reach) => ({ subject, answer, carried, reach }))
				.filter(() => answer.fault(carried, subject.vendor, operationOf(subject)) !== undefined),
		),
	),
);

function reaches(carried: Carried, looksLikeWrongAddress = false): Reach[] {
	if (typeof carried === 'number') return ['first write', 'every write'];
	// Nobody could tell a write that was done behind a wrong address.
	if (looksLikeWrongAddress && carried !== 'never') return ['first write', 'every write'];
	return ['first write', 'every write', 'all that follows'];
}

function chosen(): Cell[] {
	if (ONLY !== undefined) return CELLS.filter((cell) => nameOf(cell).includes(ONLY));
	if (IS_FULL) return CELLS;
	const ranked = CELLS.map((cell) => ({ cell, rank: chance(`${SEED} ${nameOf(cell)}`) }));
	return ranked
		.sort((one, other) => one.rank - other.rank)
		.slice(0, SAMPLE)
		.map(({ cell }) => cell);
}

/** FNV-1a with a final mix. */
function chance(text: string): number {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	return (hash ^ (hash >>> 13)) >>> 0;
}

const line = ({ cell, problem, reported, truth }: Finding): string => `${problem} | ${nameOf(cell)} | reported: ${reported} | true: ${truth}`;

describe('whatever a vendor answers to a write', () => {
	it('what the items report is true of its state five seconds later, nothing is there twice, nothing is lost', async () => {
		const inspector = new Inspector(stage);
		const cells = chosen();
		const findings = (await perform(stage, cells, async (booth, cell) => await inspector.inspect(booth, cell))).flat();
		if (IS_FULL || ONLY) process.stderr.write(`${cells.length} cells, ${new Set(findings.map(({ cell }) => cell)).size} of them fail\n`);
		expect(findings.map(line)).toEqual([]);
	});
});
