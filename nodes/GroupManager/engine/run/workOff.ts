import { NotReached } from './agreement';
import { cancelledBefore, failureOf } from '../contract/failure';
import { pacer } from './pacing';
import type { Run } from './run';
import { Workers } from './workers';

/** How many pieces of work are kept under way for every request that may be: enough that none waits for a look-up. */
const AHEAD = 4;

/** One for all: nobody reads where it was made. */
const NOT_REACHED = new NotReached();
const CANCELLED = cancelledBefore();

/**
 * Works off what many items want, so many pieces at once that the requests never run dry, and in order where it is
 * one at a time.
 * @param ahead pieces for every request that may be under way
 * @returns one result per piece, an Error where it failed; NotReached where a stopped run ends before it
 */
export async function workOff<Piece, Result>(
	run: Run,
	pieces: readonly Piece[],
	work: (piece: Piece) => Promise<Result>,
	ahead = AHEAD,
): Promise<Array<Result | Error>> {
	const { signal } = run.host;
	const results = new Array<Result | Error>(pieces.length).fill(NOT_REACHED);
	let isStopped = false;
	const pause = pacer(run.host.clock);
	const size = run.pool.size === 1 ? 1 : run.pool.size * ahead;
	await new Workers(size).run(
		pieces.length,
		async (index) => {
			await pause();
			try {
				results[index] = await work(pieces[index]!);
			} catch (error) {
				results[index] = failureOf(error);
				isStopped ||= run.stopOnFailure;
			}
		},
		() => isStopped || signal?.aborted === true,
	);
	return signal?.aborted ? results.map((result) => (result === NOT_REACHED ? CANCELLED : result)) : results;
}
