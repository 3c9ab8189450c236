import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { commit } from '../commit';
import type { JointFigures } from './measure';
import { OPERATIONS } from './operations';
import { jointSection, withSection } from './report';

/** One operation after another, each in a process of its own. */
function measureAll(say: (text: string) => void): JointFigures[] {
	return OPERATIONS.map(({ title }, index) => {
		const script = ['--import', 'tsx', join(__dirname, 'run.ts'), String(index)];
		const text = execFileSync(process.execPath, script, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
		say(`  ${title}`);
		return JSON.parse(text) as JointFigures;
	});
}

/** @returns the section of the report */
export function jointPart(say: (text: string) => void): string {
	say('Many items at once, 10,000 and 50,000 …');
	return jointSection(measureAll(say), `${commit()}, Node ${process.versions.node}`);
}

/** Puts the section into the report and leaves the rest of it as it is. */
export function updateReport(file: string, section: string): void {
	writeFileSync(file, withSection(readFileSync(file, 'utf8'), section, '## Loading the node'));
}
