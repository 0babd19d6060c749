// Runs s3rver until it is killed: says its port, then a line per object that was written.
// Arguments: folder, access key id, secret access key, buckets.

import S3rver from '@20minutes/s3rver';
// The account is fixed in s3rver; a test must be able to offer wrong keys, and ours are longer.
import account from '@20minutes/s3rver/lib/models/account.js';

const [folder, accessKeyId, secretAccessKey, ...buckets] = process.argv.slice(2);

account.registry.get('S3RVER').createKeyPair(accessKeyId, secretAccessKey);

const server = new S3rver({
  port: 0,
  address: '127.0.0.1',
  silent: true,
  directory: folder,
  configureBuckets: buckets.map((name) => ({ name })),
});
server.on('event', (event) => {
  for (const record of event.Records) {
    if (record.eventName.startsWith('ObjectCreated')) console.log(`put ${record.s3.object.key}`);
  }
});
const { port } = await server.run();
console.log(`port ${port}`);
