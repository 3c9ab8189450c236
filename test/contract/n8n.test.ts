import { describeVendors } from './describeVendors';

describe("the contract in n8n's engine", () => describeVendors('n8n'));
