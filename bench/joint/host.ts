import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';

import { cancelledBefore } from '../../nodes/GroupManager/engine/contract/failure';
import type { Host } from '../../nodes/GroupManager/engine/contract/host';
import { Locks } from '../../nodes/GroupManager/engine/run/locks';
import { cancelledMeanwhile } from '../../nodes/GroupManager/transportErrors';
import type { StandIn } from './standIns';

export const BASE_URL = 'https://vendor.example/api';
export const KEY = 'key-of-the-vendor-0123456789';

/** A way out that ends in this process: an answer comes in the next turn of the event loop. */
export function hostFor(standIn: StandIn, signal: AbortSignal): Host {
	return {
		locks: new Locks(),
		signal,
		secrets: () => [KEY],
		clock: {
			now: Date.now,
			random: Math.random,
			sleep: async (ms) => {
				await sleep(ms, undefined, { signal }).catch(() => undefined);
				if (signal.aborted) throw cancelledBefore();
			},
			turn: async () => (signal.aborted ? undefined : await turn()),
		},
		send: async ({ method, url, body }) => {
			if (signal.aborted) throw cancelledBefore();
			// As for a request that leaves.
			const sent = body === undefined ? '' : JSON.stringify(body);
			await turn();
			if (signal.aborted) throw cancelledMeanwhile();
			const text = standIn(method, url.slice(BASE_URL.length), sent);
			return { status: text === undefined ? 204 : 200, headers: {}, text: text ?? '' };
		},
	};
}
