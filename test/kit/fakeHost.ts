import type { Host, Reply } from '../../nodes/GroupManager/engine/contract/host';
import { dispatch } from '../../nodes/GroupManager/engine/run/dispatch';
import { Locks } from '../../nodes/GroupManager/engine/run/locks';
import type { Outcome } from '../../nodes/GroupManager/engine/run/report';
import { findVendor } from '../../nodes/GroupManager/vendors';
import { VirtualClock } from './virtualClock';

export interface Request {
	method: string;
	/** From the base URL on. */
	path: string;
	body: unknown;
	/** When it was sent, in ms since the start. */
	at: number;
}

type Answer = Reply | Error;

const DOMAIN = 'https://vendor.example/base';

const CREDENTIALS = {
	keitaro: { vendor: 'keitaro', domain: DOMAIN, apiKey: 'key-of-the-tracker' },
	reach360: { vendor: 'reach360', domain: DOMAIN, apiKey: 'key-of-the-team' },
	audienceManager: {
		vendor: 'audienceManager',
		domain: DOMAIN,
		authentication: 'accessToken',
		apiKey: 'token-of-the-partner',
	},
};

export type VendorId = keyof typeof CREDENTIALS;

export const reply = (status: number, body: unknown = '', headers: Record<string, string> = {}): Reply => ({
	status,
	headers,
	text: typeof body === 'string' ? body : JSON.stringify(body),
});

/** A vendor that answers as it is told, on a clock that moves only while somebody sleeps. */
export class FakeHost implements Host {
	readonly clock: VirtualClock;
	readonly locks = new Locks();
	readonly sent: Request[] = [];

	constructor(
		private readonly answer: (request: Request, index: number) => Answer | Promise<Answer>,
		random?: () => number,
	) {
		this.clock = new VirtualClock(random);
		this.start = this.clock.now();
	}

	private readonly start: number;

	send: Host['send'] = async ({ method, url, body }) => {
		const request = { method, path: url.slice(DOMAIN.length), body, at: this.clock.now() - this.start };
		this.sent.push(request);
		const answer = await this.answer(request, this.sent.length - 1);
		if (answer instanceof Error) throw answer;
		return answer;
	};

	secrets = (): string[] => [];

	/** @param line vendor, resource and operation, as in `keitaro group.create` */
	async run(
		line: `${VendorId} ${string}`,
		items: Array<Record<string, unknown>>,
		{ stopOnFailure = false } = {},
	): Promise<Array<Outcome | undefined>> {
		const [vendorId = '', resource = '', operation = ''] = line.split(/[ .]/);
		return await dispatch({
			vendorId,
			vendor: findVendor(vendorId),
			resource,
			operation,
			credential: CREDENTIALS[vendorId as VendorId],
			credentialVendor: findVendor(vendorId),
			host: this,
			items: items.map((parameters) => (name, fallback) => parameters[name] ?? fallback),
			stopOnFailure,
		});
	}

	async one(
		line: `${VendorId} ${string}`,
		parameters: Record<string, unknown>,
	): Promise<{ code?: string; message: string; data?: unknown }> {
		const [outcome] = await this.run(line, [parameters]);
		const json = (outcome!.failed ? outcome!.json : outcome!.json[0]) as { message?: string; data?: unknown };
		return { code: outcome!.failed?.code, message: String(json.message ?? ''), data: json.data };
	}

	get lines(): string[] {
		return this.sent.map(({ method, path }) => `${method} ${path}`);
	}
}
