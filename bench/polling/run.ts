import axios from 'axios';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';

import { REPOSITORY } from '../../demo/start/install';
import { readyCredentialData } from '../../workbench/credentials';
import { startHeadless } from '../../workbench/headless';
import { live, median } from '../measure';
import { startVendors, type Vendors } from '../vendors';
import { GROUPS, WATCHED, type PollFigures, type Watched } from './watched';

const TYPE = 'n8n-nodes-group-manager.groupManagerTrigger';
const ROUNDS = 5;
const POLLS = 100;

/** A process of its own, so that nothing else is on the heap. Prints the figures of the vendor at that place. */
async function main(): Promise<void> {
	const watched = WATCHED[Number(process.argv[2])];
	if (!watched) throw new Error(`There are the vendors 0 to ${WATCHED.length - 1}`);
	const { vendors, stop } = await startVendors();
	const n8n = await startHeadless({ packageDirectory: join(REPOSITORY) });
	n8n.credentials.set('one', 'groupManagerApi', readyCredentialData(vendors, watched.vendor));
	await vendors.of(watched.vendor).prepare({ seed: watched.seed(GROUPS) });
	const parameters = { vendor: watched.vendor, ...watched.parameters } as INodeParameters;
	const registration = n8n.register(parameters, { type: TYPE, credentialId: 'one' });
	const figures = await measurePolls(watched, vendors, async () => void (await registration.poll()));
	const bytes = Buffer.byteLength(JSON.stringify(registration.staticData.state));
	process.stdout.write(JSON.stringify({ ...figures, vendor: watched.label, kibibytes: bytes / 1_024 }));
	stop();
	await n8n.close();
}

async function measurePolls(
	watched: Watched,
	vendors: Vendors,
	poll: () => Promise<void>,
): Promise<Omit<PollFigures, 'vendor' | 'kibibytes'>> {
	const vendor = vendors.of(watched.vendor);
	const read = async (): Promise<void> => await readBare(watched, vendor.baseUrl);
	await poll();
	await read();
	const before = (await vendor.log()).length;
	await poll();
	const requests = (await vendor.log()).length - before;
	const polls: number[] = [];
	const reads: number[] = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		polls.push(await cpuOf(poll));
		reads.push(await cpuOf(read));
	}
	for (let count = 0; count < POLLS / 10; count += 1) await poll();
	const early = live();
	for (let count = 0; count < POLLS; count += 1) await poll();
	return { cpu: median(polls), bare: median(reads), requests, growth: (live() - early) / 1e6 };
}

/** The same lists on axios, parsed and nothing else. */
async function readBare({ pages, headers }: Watched, baseUrl: string): Promise<void> {
	for (const page of pages(GROUPS)) await axios.get(`${baseUrl}${page}`, { headers });
}

/** Milliseconds of this process. */
async function cpuOf(work: () => Promise<void>): Promise<number> {
	const before = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1_000;
}

void main();
