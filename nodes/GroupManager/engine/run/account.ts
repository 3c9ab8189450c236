import { Failure } from '../contract/failure';
import type { Credential, Host } from '../contract/host';
import { inSentence } from '../contract/text';
import type { Vendor } from '../contract/vendor';

const ADVICE = 'Put Loop Over Items with a batch size of 1 before the node, so that each run has one account';

/**
 * A run works on one account, the first item's. A credential with an expression in it may give another one.
 * @returns Failure `credential_mismatch` for an item of another account
 */
export async function otherAccount(
	host: Host,
	vendor: Vendor,
	first: Credential,
	item: number,
): Promise<Failure | undefined> {
	if (item === 0 || !host.credentialOf) return undefined;
	let credential: Credential;
	try {
		credential = await host.credentialOf(item);
	} catch (error) {
		const reason = inSentence(error instanceof Error ? error.message : String(error));
		return new Failure('credential_mismatch', `the credential could not be read for item ${item}: ${reason}`, {
			advice: ADVICE,
		});
	}
	const names = new Set([...Object.keys(first), ...Object.keys(credential)]);
	names.delete('accessToken');
	const other = [...names].find((name) => JSON.stringify(first[name]) !== JSON.stringify(credential[name]));
	if (other === undefined) return undefined;
	const what = `another "${labelOf(vendor, other)}" than item 0`;
	const reason = `the credential gives item ${item} ${what}, and one run works on one account`;
	return new Failure('credential_mismatch', reason, { advice: ADVICE });
}

/** A field as the credential's form calls it. */
const labelOf = ({ credential: { fields } }: Vendor, name: string): string =>
	fields.find((field) => field.name === name)?.displayName ?? name.charAt(0).toUpperCase() + name.slice(1);
