import { Failure } from '../contract/failure';

/** Statuses by which the vendors say that nothing was done; whatever else a write is answered with says nothing. */
const REFUSALS: readonly number[] = [400, 401, 402, 403, 404, 406, 409, 422, 429];

/** Whether a write that failed like this may have been carried out, or may still be. */
export function leavesDoubt({ facts }: Failure): boolean {
	if (facts.unsent === true || facts.refused === true) return false;
	return facts.httpStatus === undefined || !REFUSALS.includes(facts.httpStatus);
}

/**
 * Whether a look met the same page or redirect as the write before it: then the address is wrong, and nothing was
 * written there.
 */
export function isSameAnswer(write: Failure, look: Failure): boolean {
	const areElsewhere = write.facts.isElsewhere === true && look.facts.isElsewhere === true;
	return areElsewhere && write.facts.httpStatus === look.facts.httpStatus;
}

/** @param seen what a look has found, as the second half of the sentence */
export function outcomeUnknown({ reason, facts }: Failure, seen: string): Failure {
	const { kind: _, ...known } = facts;
	return new Failure('outcome_unknown', `${reason}; ${seen}`, { ...known, advice: 'Look before you run it again' });
}
