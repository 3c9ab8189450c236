import { openAxiosRunner } from '../kit/axiosRunner';
import { openN8nRunner } from '../kit/n8nRunner';
import { Bench } from './bench';
import type { AnySimulator, Profile } from './profile';
import { addressing } from './suite/addressing';
import { badInput } from './suite/badInput';
import { deleting } from './suite/deleting';
import { failing } from './suite/failing';
import { listing } from './suite/listing';
import { members } from './suite/members';
import { misbehaviour } from './suite/misbehaviour';
import { operations } from './suite/operations';
import { retrying } from './suite/retrying';
import { upserting } from './suite/upserting';

const HOSTS = [
	{ host: 'n8n', open: openN8nRunner },
	{ host: 'plain axios', open: openAxiosRunner },
];

/**
 * The contract, once for every vendor and on both hosts.
 * @param particulars what only this vendor does
 */
export function describeVendor<S extends AnySimulator>(
	profile: Profile<S>,
	particulars: (bench: Bench<S>) => void,
): void {
	describe.each(HOSTS)(`${profile.vendor.label} on $host`, ({ open }) => {
		const bench = new Bench(profile);

		beforeAll(async () => await bench.open(open()));
		beforeEach(() => bench.reset());
		afterAll(async () => await bench.close());

		operations(bench);
		addressing(bench);
		listing(bench);
		deleting(bench);
		upserting(bench);
		members(bench);
		badInput(bench);
		failing(bench);
		misbehaviour(bench);
		retrying(bench);
		describe('particulars', () => particulars(bench));
	});
}
