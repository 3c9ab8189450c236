import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Simulators } from '../../simulators';

/** A write operation over many items, and how the vendor's state tells what became of each. */
export interface WriteOperation {
	/** `keitaro group.create` */
	line: string;
	vendor: string;
	/** `group.create` */
	operation: string;
	parameters: INodeParameters;
	/** The vendor's state before, for this many items. */
	seed: (simulators: Simulators, count: number) => void;
	item: (index: number) => IDataObject;
	/** Whether the vendor's state is what the item asks for. */
	isDone: (simulators: Simulators) => (index: number) => boolean;
	/** What must not be there twice. */
	unique: (simulators: Simulators) => string[];
	/** Whether a repeated request might make a second group. */
	creates?: true;
}

/** What of it differs from operation to operation. */
export type Write = Omit<WriteOperation, 'line' | 'vendor' | 'operation' | 'unique'>;
