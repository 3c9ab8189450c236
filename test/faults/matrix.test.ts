import { appendFileSync } from 'node:fs';

import { type Answer, ANSWERS, type Carried } from './matrix/answers';
import { type Cell, type Finding, Inspector, nameOf, operationOf, type Reach } from './matrix/cell';
import { chanceOf } from './matrix/chance';
import { perform, useBooths } from './matrix/booths';
import type { Subject } from './matrix/subject';
import { SUBJECTS } from './matrix/subjects';
import { WRITE_OPERATIONS } from './operations';

/**
 * `npm run test:faults` runs the whole of it; a normal run takes a sample. To look closer: FAULTS_ONLY is a regular
 * expression over the cells' names, FAULTS_SAMPLE and FAULTS_SEED choose another sample, FAULTS_REPORT names a file for
 * the findings (a line of JSON each).
 */
const { FAULTS, FAULTS_ONLY: ONLY, FAULTS_SAMPLE = '200', FAULTS_SEED = '1', FAULTS_REPORT: REPORT } = process.env;
const IS_FULL = FAULTS === 'full';
/** While some cells wait, others go on. */
const SIDE_BY_SIDE = 12;
const HALF_AN_HOUR = 1_800_000;

jest.setTimeout(HALF_AN_HOUR);

const stage = useBooths(SIDE_BY_SIDE);

/** What differs from an operation's plain form only by how its items meet takes a third of the answers. */
const PLAIN = new Set(WRITE_OPERATIONS.map(({ line }) => line));
const isTaken = (subject: Subject, answer: Answer): boolean =>
	PLAIN.has(subject.name) || chanceOf(`${subject.name} ${answer.name}`) < 1 / 3;

const CELLS: Cell[] = SUBJECTS.flatMap((subject) =>
	ANSWERS.filter((answer) => isTaken(subject, answer)).flatMap((answer) =>
		answer.carried.flatMap((carried) =>
			answer.fault(carried, subject.vendor, operationOf(subject))
				? reaches(carried, answer.looksLikeWrongAddress).map((reach) => ({ subject, answer, carried, reach }))
				: [],
		),
	),
);

function reaches(carried: Carried, looksLikeWrongAddress = false): Reach[] {
	// Nobody could tell a write that was done behind a wrong address.
	const isHopeless = looksLikeWrongAddress && carried !== 'never';
	const few: Reach[] = ['first write', 'every write'];
	return typeof carried === 'number' || isHopeless ? few : [...few, 'all that follows'];
}

function chosen(): Cell[] {
	const cells = ONLY === undefined ? CELLS : CELLS.filter((cell) => new RegExp(ONLY).test(nameOf(cell)));
	if (IS_FULL) return cells;
	return cells
		.map((cell) => ({ cell, rank: chanceOf(`${FAULTS_SEED} ${nameOf(cell)}`) }))
		.sort((one, other) => one.rank - other.rank)
		.slice(0, Number(FAULTS_SAMPLE))
		.map(({ cell }) => cell);
}

function groups(): Array<{ title: string; cells: Cell[] }> {
	const cells = chosen();
	if (!IS_FULL) return [{ title: `a sample of ${cells.length} answers in ${CELLS.length}`, cells }];
	return SUBJECTS.map((subject) => ({
		title: subject.name,
		cells: cells.filter((cell) => cell.subject === subject),
	}));
}

const line = ({ cell, problem, reported, truth }: Finding): string =>
	`${problem} | ${nameOf(cell)} | reported: ${reported} | true: ${truth}`;

function record({ cell, problem, reported, truth }: Finding): void {
	if (REPORT === undefined) return;
	const { subject, answer, carried, reach } = cell;
	const { kind, name } = answer;
	const entry = { subject: subject.name, kind, answer: name, carried, reach, problem, reported, truth };
	appendFileSync(REPORT, `${JSON.stringify(entry)}\n`);
}

describe.each(groups())('$title', ({ cells }) => {
	it('what the items report is true five seconds later, nothing is there twice, and nothing is lost', async () => {
		const inspector = new Inspector(stage);
		const findings = await perform(stage, cells, async (booth, cell) => await inspector.inspect(booth, cell));
		findings.flat().forEach(record);
		expect(findings.flat().map(line)).toEqual([]);
	});
});
