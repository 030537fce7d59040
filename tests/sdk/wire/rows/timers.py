"""Calls of the Timers clients."""

BODY = "transfer(submission_id='s', label='l')"
NAIVE = "datetime.datetime(2020, 1, 2, 3, 4, 5, 678900)"
UTC = "datetime.datetime(2020, 1, 2, 3, 4, 5, 678900, tzinfo=datetime.timezone.utc)"
EAST = f"{UTC}.astimezone(datetime.timezone(datetime.timedelta(hours=2)))"

# schedule of a timer -> its expression
SCHEDULES = {
    "once": "g.OnceTimerSchedule()",
    "once at": f"g.OnceTimerSchedule({UTC})",
    "once locally": f"g.OnceTimerSchedule(datetime={NAIVE})",
    "once as text": "g.OnceTimerSchedule('2020-01-02')",
    "once at null": "g.OnceTimerSchedule(None)",
    "dict": "{'type': 'once', 'datetime': g.MISSING}",
    "recurring": "g.RecurringTimerSchedule(60)",
    "recurring from": f"g.RecurringTimerSchedule(interval_seconds=60, start={EAST})",
    "recurring from text": "g.RecurringTimerSchedule(60, 'x', {'condition': 'iterations'})",
    "recurring until": (
        f"g.RecurringTimerSchedule(60, end={{'condition': 'time', 'datetime': {EAST}}})"
    ),
    "recurring until text": "g.RecurringTimerSchedule(60, None, {'datetime': '2020'})",
    "recurring never": "g.RecurringTimerSchedule(60, start=None, end=None)",
}

TIMERS = {
    **{
        f"timer {name}": (f"timers.create_timer(g.TransferTimer(schedule={schedule}, body={BODY}))")
        for name, schedule in SCHEDULES.items()
    },
    "timer named": (
        "timers.create_timer(timer=g.TransferTimer(name='n', schedule={}, body={'submission_id': 1,"
        " 'skip_activation_check': True, 'a': None, 'b': g.MISSING, 'c': uuid.UUID(int=1)}))"
    ),
    "timer unnamed": "timers.create_timer(g.TransferTimer(name=None, schedule={}, body={}))",
    "timer dict": "timers.create_timer({'a': g.MISSING, 'b': None})",
    "timer of a flow": (
        "timers.create_timer(g.FlowTimer(flow_id=uuid.UUID(int=1), name='n',"
        " schedule=g.RecurringTimerSchedule(60), body={'body': {'a': g.MISSING}, 'b': None}))"
    ),
    "timer of a flow unnamed": (
        "timers.create_timer(g.FlowTimer(flow_id='f', schedule=g.OnceTimerSchedule(), body={}))"
    ),
    "timer that is a job": "timers.create_timer(g.TimerJob('u', {}, 's', None))",
}

JOBS = {
    "jobs": "timers.list_jobs()",
    "jobs query": "timers.list_jobs(query_params={'a': 'b'})",
    "job": "timers.get_job(uuid.UUID(int=1), query_params={'a': 'b'})",
    "create job": "timers.create_job(g.TimerJob('https://a', {'a': g.MISSING}, '2020', 60))",
    "create job with everything": (
        f"timers.create_job(data=g.TimerJob('u', {{}}, {NAIVE}, datetime.timedelta(seconds=90.7),"
        f" name='n', stop_after={EAST}, stop_after_n=0, scope='s'))"
    ),
    "create job once": (
        "timers.create_job(g.TimerJob(callback_url='u', callback_body={'a': None},"
        f" start={UTC}, interval=None))"
    ),
    "create job dict": "timers.create_job({'start': None})",
    "create job of a timer": "timers.create_job(g.TransferTimer(schedule={}, body={}))",
    "create job of a flow": "timers.create_job(g.FlowTimer(flow_id='f', schedule={}, body={}))",
    "update job": "timers.update_job(uuid.UUID(int=1), {'name': 'n'})",
    "delete job": "timers.delete_job('j')",
    "pause job": "timers.pause_job('j')",
    "resume job": "timers.resume_job('j')",
    "resume job anew": "timers.resume_job('j', update_credentials=True)",
    "resume job as before": "timers.resume_job(job_id='j', update_credentials=False)",
}

_IDS = "[uuid.UUID(int=1), str(uuid.UUID(int=2))]"
APPS = {
    "timers app": (
        "(lambda mine: (client('TimersClient', app=mine)"
        f".add_app_transfer_data_access_scope({_IDS})"
        ".add_app_transfer_data_access_scope(collection_ids=uuid.UUID(int=3))"
        f".add_app_flow_user_scope(flow_ids=str(uuid.UUID(int=4))).add_app_flow_user_scope({_IDS}),"
        " timers.update_job('x', mine.requirements))[-1])(app())"
    ),
    "timers app for nothing": (
        "(lambda mine: (client('TimersClient', app=mine)"
        ".add_app_transfer_data_access_scope([]).add_app_flow_user_scope(()),"
        " timers.update_job('x', mine.requirements))[-1])(app())"
    ),
    "timers app for no collection": (
        "client('TimersClient', app=app()).add_app_transfer_data_access_scope('nothing')"
    ),
    "timers app for no flow": (
        "client('TimersClient', app=app()).add_app_flow_user_scope([uuid.UUID(int=1), 'nothing'])"
    ),
    "timers without an app": "timers.add_app_flow_user_scope(uuid.UUID(int=1))",
}

ROWS = {**TIMERS, **JOBS, **APPS}
