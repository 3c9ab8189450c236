import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Simulators } from '../../../simulators';
import type { Ground } from '../../kit/ground';
import { countTo } from '../../kit/json';

/** What there is of one target: names, members or objects, sorted. */
export type Value = string[];

/** One of the two executions: what it runs over all targets, and what that makes of a target. */
export interface Side {
	line: string;
	parameters: INodeParameters;
	items: IDataObject[];
	id: (target: number) => string;
	apply: (before: Value, target: number) => Value;
}

/** Two executions over the same targets. */
export interface Meeting {
	name: string;
	vendor: string;
	seed: (simulators: Simulators) => void;
	value: (simulators: Simulators, target: number) => Value;
	sides: [Side, Side];
	/** Of all that report to have created a target's group, one may be right. */
	createsOnce?: true;
}

export const TARGETS = 3;
export const targets = countTo(TARGETS);

export const withOne = (entry: string) => (before: Value) => [...new Set([...before, entry])].sort();
export const without = (entry: string) => (before: Value) => before.filter((other) => other !== entry);

/** Each target's group has one member and may read one object that nobody touches: 6, 7, 8. */
export const seedTargets =
	({ seed }: Ground) =>
	(simulators: Simulators): void =>
		seed(simulators, {
			names: targets.map((index) => `Group ${index}`),
			people: TARGETS * 3,
			members: targets.map((index) => [TARGETS * 2 + index]),
			objects: TARGETS * 3,
			permissions: targets.map((index) => [TARGETS * 2 + index + 1]),
		});
