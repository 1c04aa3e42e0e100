import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { clientOf, serveDynamoDB } from './dynamodb-under-test.ts';

/** For durability.test.ts, which kills it: puts item after item and tells on stdout which are acknowledged. */
const { endpoint } = await serveDynamoDB(process.argv[2]!);
const client = clientOf(endpoint);
for (let number = 0; ; number += 1) {
  await client.send(new PutCommand({ TableName: 'Photos', Item: { photoId: `photo ${number}`, number } }));
  console.log(number);
}
