// npm's oidc-provider with its own adapter in memory and opaque tokens, on a free port.
// Prints one line of JSON: {port, refresh_token}. Ends with its standard input.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [folder, clientId, clientSecret] = process.argv.slice(2);
const found = createRequire(`${folder}/package.json`).resolve('oidc-provider');
const { default: Provider } = await import(pathToFileURL(found).href);

const scope = 'api offline_access';
const provider = new Provider('http://127.0.0.1', {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      grant_types: ['client_credentials', 'refresh_token', 'authorization_code'],
      response_types: ['code'],
      redirect_uris: ['https://app.example.org/'],
    },
  ],
  scopes: ['api', 'offline_access'],
  features: {
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: () => true },
    devInteractions: { enabled: false },
  },
  findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  rotateRefreshToken: false,
});

provider.on('grant.error', (_, error) => console.error(error.error_detail ?? error));

const grant = new provider.Grant({ accountId: 'ada', clientId });
grant.addOIDCScope(scope);
const client = await provider.Client.find(clientId);
const refreshToken = new provider.RefreshToken({
  accountId: 'ada',
  client,
  grantId: await grant.save(),
  gty: 'authorization_code',
  scope,
});
const value = await refreshToken.save();

const server = provider.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: server.address().port, refresh_token: value }));
});
process.stdin.on('end', () => process.exit()).resume();
