import type { Json } from './json';

export const MODES = ['stopWorkflow', 'continueRegularOutput'] as const;

export interface Item {
	json: Json;
	pairedItem?: unknown;
}

/** What stopped a run, in the words that a user sees. */
export interface Stop {
	name: string;
	message: string;
	/** Not known on axios. */
	description?: string;
	itemIndex?: number;
	httpCode?: string | null;
	/** What n8n calls the execution; `error` on axios. */
	status: string;
}

export interface Ran {
	/** With `continueRegularOutput` the failures stand among them. */
	success: Item[];
	errors: Item[];
	stopped?: Stop;
	/** What was written to a log meanwhile. */
	logs: readonly string[];
}

export interface RunOptions {
	/** The input items. Default: one empty item. */
	items?: Json[];
	/** Default: `continueRegularOutput`. */
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
}

/** Runs the node's work over input items on one of the two hosts. */
export interface Runner {
	/** Puts a credential where another of this id was, a fetched token included. */
	store(id: string, credential: Json): void;
	/**
	 * @param credential its id
	 * @param parameters as stored in a workflow; of expressions only `={{ $json.name }}` is certain to work
	 */
	run(credential: string, parameters: Json, options?: RunOptions): Promise<Ran>;
}
