source, destination = (endpoint["id"] for endpoint in my_endpoints)

for entry in tc.operation_ls(source, path="/~/share/godata"):
    print(f"{entry['size']:>6} bytes  {entry['name']}")

task_data = globus_sdk.TransferData(
    source_endpoint=source,
    destination_endpoint=destination,
    label="my first transfer",
    verify_checksum=True,
)
task_data.add_item("/~/share/godata/file1.txt", "/~/copy-of-file1.txt")
task_id = tc.submit_transfer(task_data)["task_id"]

tc.task_wait(task_id, timeout=60, polling_interval=1)
task = tc.get_task(task_id)
print(f"Task {task_id}: {task['status']}, {task['bytes_transferred']} bytes")
