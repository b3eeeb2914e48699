"""Runs report.py beside a thread that waits, and writes tracebacks of all threads to traces.txt."""
import faulthandler
import runpy
import threading


def watch(done):
    with open('traces.txt', 'w') as file:
        while not done.wait(0.02):
            faulthandler.dump_traceback(file)
            print(file=file, flush=True)


def idle(done):
    while not done.wait(0.5):
        pass


done = threading.Event()
for work in (watch, idle):
    threading.Thread(target=work, args=(done,)).start()
runpy.run_path('report.py')
done.set()
