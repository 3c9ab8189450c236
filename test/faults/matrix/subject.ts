import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Simulators } from '../../../simulators';

/** One thing that an item asks for, and the call that does it alone and in peace. */
export interface Change {
	/** Index of the item that asks for it. */
	item: number;
	/** What the report calls it: the group's or the member's id. */
	id: string;
	alone: { line: string; parameters: INodeParameters; item: IDataObject };
}

/** What a cell of the matrix runs: write operations over an item or two, beside somebody who must not be touched. */
export interface Subject {
	name: string;
	vendor: string;
	/** `keitaro group.create` */
	line: string;
	parameters: INodeParameters;
	seed: (simulators: Simulators) => void;
	items: IDataObject[];
	changes: Change[];
}

/** The vendor stands in the line. */
export const subjectOf = (given: Omit<Subject, 'vendor'>): Subject => ({
	...given,
	vendor: given.line.split(' ')[0]!,
});

/** Each item asks for one change, of the member or the group that it names. */
export function oneEach(line: string, parameters: INodeParameters, items: IDataObject[]): Change[] {
	return items.map((item, index) => ({
		item: index,
		id: String(item.members ?? item.member ?? item.id),
		alone: { line, parameters, item },
	}));
}
