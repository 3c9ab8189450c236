export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** The login of the demo and of the tests; n8n listens on 127.0.0.1 only. */
export const OWNER: Owner = {
	email: 'owner@example.com',
	password: 'GroupManager1',
	firstName: 'Group',
	lastName: 'Manager',
};

/** What the editor itself calls; paths are below `/rest`. */
export class Rest {
	private cookie = '';

	constructor(readonly url: string) {}

	async get<T>(path: string): Promise<T> {
		return await this.call<T>('GET', path);
	}

	async post<T>(path: string, body: unknown = {}): Promise<T> {
		return await this.call<T>('POST', path, body);
	}

	async delete<T>(path: string): Promise<T> {
		return await this.call<T>('DELETE', path);
	}

	/** Creates the owner where there is none yet, and logs in. */
	async enter(owner: Owner = OWNER): Promise<void> {
		const settings = await this.get<{ userManagement: { showSetupOnFirstLoad?: boolean } }>('/settings');
		if (settings.userManagement.showSetupOnFirstLoad) await this.post('/owner/setup', owner);
		await this.post('/login', { emailOrLdapLoginId: owner.email, password: owner.password });
	}

	/** The session's cookie as name and value. */
	session(): { name: string; value: string } {
		const [name = '', value = ''] = this.cookie.split(/=(.*)/s);
		return { name, value };
	}

	private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: { 'content-type': 'application/json', ...(this.cookie && { cookie: this.cookie }) },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const set = response.headers.getSetCookie().find((cookie) => cookie.startsWith('n8n-auth='));
		if (set) this.cookie = set.split(';')[0] ?? '';
		const text = await response.text();
		if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
		return (JSON.parse(text || '{}') as { data: T }).data;
	}
}
