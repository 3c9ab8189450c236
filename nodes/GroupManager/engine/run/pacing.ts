import type { Clock } from '../contract/host';

/** Work may go on for so long, in ms, before the event loop has a turn: n8n serves other people meanwhile. */
const STRETCH = 10;

/** @returns what a long loop awaits in every round */
export function pacer(clock: Clock): () => Promise<void> | undefined {
	let since = clock.now();
	/** One turn for all who work side by side: each with its own would add up. */
	let turn: Promise<void> | undefined;
	return () => {
		if (turn || clock.now() - since < STRETCH) return turn;
		turn = clock.turn().then(() => {
			since = clock.now();
			turn = undefined;
		});
		return turn;
	};
}
