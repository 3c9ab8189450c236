import {
	ICredentials,
	UnexpectedError,
	UserError,
	type ICredentialDataDecryptedObject,
	type ICredentialsEncrypted,
	type INodeCredentialsDetails,
} from 'n8n-workflow';

interface Row {
	name: string;
	type: string;
	/** JSON, so that what comes out is a copy with the types that n8n's database gives back. */
	data: string;
}

/** n8n's table of credentials, without the encryption. */
export class CredentialStore {
	private readonly rows = new Map<string, Row>();

	/** Adds a credential, or replaces it (a stored token included). */
	set(id: string, type: string, data: ICredentialDataDecryptedObject, name = id): void {
		this.rows.set(id, { name, type, data: JSON.stringify(data) });
	}

	/** What is stored now: a token that pre-authentication fetched is in here. */
	get(id: string): ICredentialDataDecryptedObject {
		return JSON.parse(this.row(id).data) as ICredentialDataDecryptedObject;
	}

	has(id: string): boolean {
		return this.rows.has(id);
	}

	delete(id: string): void {
		this.rows.delete(id);
	}

	/** How a node refers to the credential: the `credentials` object of a node in a workflow file. */
	reference(id: string): Record<string, INodeCredentialsDetails> {
		const { name, type } = this.row(id);
		return { [type]: { id, name } };
	}

	/** The credential a node refers to, refused in n8n's words when there is none. */
	open(reference: INodeCredentialsDetails, type: string): StoredCredential {
		const { id } = reference;
		if (!id)
			throw new UnexpectedError('Found credential with no ID.', { extra: { credentialName: reference.name } });
		const row = this.rows.get(id);
		if (row?.type !== type) throw new UserError(`Credential with ID "${id}" does not exist for type "${type}".`);
		return new StoredCredential({ id, name: row.name }, type, row);
	}

	private row(id: string): Row {
		const row = this.rows.get(id);
		if (!row) throw new UserError(`Credential with ID "${id}" was not found.`);
		return row;
	}
}

class StoredCredential extends ICredentials {
	constructor(
		reference: INodeCredentialsDetails,
		type: string,
		private readonly row: Row,
	) {
		super(reference, type, row.data);
	}

	async getData(): Promise<ICredentialDataDecryptedObject> {
		return JSON.parse(this.row.data) as ICredentialDataDecryptedObject;
	}

	async setData(data: ICredentialDataDecryptedObject): Promise<void> {
		this.row.data = JSON.stringify(data);
		this.data = this.row.data;
	}

	async updateData(toUpdate: Partial<ICredentialDataDecryptedObject>, toDelete: Array<string | number> = []) {
		const merged: ICredentialDataDecryptedObject = { ...(await this.getData()) };
		for (const [key, value] of Object.entries(toUpdate)) if (value !== undefined) merged[key] = value;
		for (const key of toDelete) delete merged[key];
		await this.setData(merged);
	}

	getDataToSave(): ICredentialsEncrypted {
		return { id: this.id, name: this.name, type: this.type, data: this.row.data };
	}
}
