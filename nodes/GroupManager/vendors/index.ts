import type { Vendor } from '../engine/contract/vendor';
import { audienceManager } from './audienceManager';
import { keitaro } from './keitaro';
import { reach360 } from './reach360';

/** Every vendor, in the order of the form. */
export const VENDORS: readonly Vendor[] = [audienceManager, reach360, keitaro];

export const findVendor = (id: unknown): Vendor | undefined => VENDORS.find((vendor) => vendor.id === id);
