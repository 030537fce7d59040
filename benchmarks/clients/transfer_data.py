"""Build and submit a task of many items: its CPU milliseconds, or its peak memory in MiB."""

import resource
import sys
import time

import globus_sdk

url, number, figure = sys.argv[1], int(sys.argv[2]), sys.argv[3]
client = globus_sdk.TransferClient(
    base_url=url, authorizer=globus_sdk.AccessTokenAuthorizer("token")
)
client.submit_transfer(globus_sdk.TransferData("source", "destination", submission_id="warm"))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
begin = time.process_time()
data = globus_sdk.TransferData("source", "destination", submission_id="id")
for item in range(number):
    data.add_item(f"/source/directory/file{item}.dat", f"/destination/directory/file{item}.dat")
client.submit_transfer(data)
if figure == "cpu":
    print((time.process_time() - begin) * 1e3)
else:
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
