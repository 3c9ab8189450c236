import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { Address, LoggedRequest } from '../simulators';

/** A simulated vendor in the other process, by its control endpoints. */
export class Vendor {
	constructor(
		readonly url: string,
		readonly baseUrl: string,
	) {}

	async prepare({
		seed,
		switches = {},
		latency = 0,
		faults = [],
	}: {
		seed: object;
		switches?: object;
		latency?: number;
		faults?: object[];
	}): Promise<void> {
		await this.ask('POST', 'reset');
		await this.ask('POST', 'seed', seed);
		await this.ask('POST', 'switches', switches);
		await this.ask('POST', 'latency', { latency });
		await this.ask('POST', 'faults', faults);
	}

	async log(): Promise<LoggedRequest[]> {
		return (await this.ask('GET', 'log')) as LoggedRequest[];
	}

	async state<T>(): Promise<T> {
		return (await this.ask('GET', 'state')) as T;
	}

	private async ask(method: string, what: string, body?: unknown): Promise<unknown> {
		const answer = await fetch(`${this.url}/_simulator/${what}`, {
			method,
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		if (!answer.ok) throw new Error(`The simulator refused ${what}: ${await answer.text()}`);
		return await answer.json();
	}
}

export interface Vendors {
	of(vendor: string): Vendor;
}

export async function startVendors(): Promise<{ vendors: Vendors; stop: () => void }> {
	const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'simulators.ts')], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
	const addresses = JSON.parse(line) as Record<string, Address>;
	const of = (vendor: string): Vendor => {
		const { url, baseUrl } = addresses[vendor]!;
		return new Vendor(url, baseUrl);
	};
	return { vendors: { of }, stop: () => void child.kill() };
}
