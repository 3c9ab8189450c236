/** `npm run screenshots`: the tests with a browser, which then also write the README's pictures. */
process.env.GROUP_MANAGER_PICTURES = 'yes';
module.exports = { ...require('./jest.config.js'), testMatch: ['<rootDir>/test/e2e/{editor,panel}.test.ts'] };
