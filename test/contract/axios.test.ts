import { describeVendors } from './describeVendors';

describe('the contract on plain axios', () => describeVendors('axios'));
