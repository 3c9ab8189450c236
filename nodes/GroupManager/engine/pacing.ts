import type { Clock } from './retry';

/** Work may go on for so long, in ms, before the event loop has a turn: n8n serves other people meanwhile. */
const STRETCH = 10;

/** @returns what a long loop awaits in every round */
export function pacer(clock: Clock): () => Promise<void> | undefined {
	let since = clock.now();
	return () => {
		if (clock.now() - since < STRETCH) return undefined;
		return clock.turn().then(() => {
			since = clock.now();
		});
	};
}
