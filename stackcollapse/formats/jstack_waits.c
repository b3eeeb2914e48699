/* SPDX-License-Identifier: MIT */
/* Which threads only wait, although the JVM calls them RUNNABLE: it does so for all that
 * are in native code. */
#include "jstack.h"

/* The functions of the JDK, and of libraries with native code, that only wait. */
static const char *const waits[] = {
    "Reference.waitForReferencePendingList", "VirtualThread.takeVirtualThreadListToUnblock",
    "Object.wait", "Object.wait0", "Object.waitImpl", "Thread.sleep", "Thread.sleep0",
    "Thread.sleepNanos0", "Thread.sleepImpl", "Unsafe.park",
    "VirtualThread.park", "VirtualThread.parkNanos", "VirtualThread.yieldContinuation",
    /* processes */
    "ProcessHandleImpl.waitForProcessExit0", "UNIXProcess.waitForProcessExit",
    "ProcessImpl.waitForInterruptibly", "ProcessImpl.waitForTimeoutInterruptibly",
    /* sockets */
    "Net.accept", "Net.poll", "Net.pollConnect", "Net.connect0", "UnixDomainSockets.connect0",
    "SocketDispatcher.read0", "SocketDispatcher.readv0", "DatagramDispatcher.read0",
    "DatagramDispatcher.readv0", "DatagramChannelImpl.receive0",
    "PlainSocketImpl.socketConnect", "PlainSocketImpl.waitForConnect",
    "PlainSocketImpl.waitForNewConnection", "DatagramSocketImpl.receive0",
    "DatagramSocketImpl.peek", "DatagramSocketImpl.peekData",
    "DatagramSocketImpl.socketReceiveOrPeekData", "AddressImpl.isReachable0",
    "AddressImpl.lookupAllHostAddr", "AddressImpl.getHostByAddr",
    /* selectors */
    "KQueue.poll", "KQueue.keventPoll", "KQueueArrayWrapper.kevent0", "PollArrayWrapper.poll0",
    "DevPollArrayWrapper.poll0", "SubSelector.poll0", "SolarisEventPort.port_get",
    "SolarisEventPort.port_getn", "Iocp.getQueuedCompletionStatus", "Pollset.pollsetPoll",
    /* files that change */
    "LinuxWatchService.poll", "SolarisWatchService.portGet",
    "WindowsNativeDispatcher.GetQueuedCompletionStatus0", "CFRunLoopThread.CFRunLoopRun",
    /* windows, and libraries */
    "XToolkit.waitForEvents", "WToolkit.eventLoop", "kqueue.Native.keventWait",
    "uring.Native.ioUringEnter", "jni.Poll.poll", "jni.Socket.accept"
};

/* Threads without frames. */
static const char *const of_jvm[] = {
    "Monitor Deflation Thread", "Notification Thread", "DestroyJavaVM", "Sweeper thread",
    "Surrogate Locker Thread (Concurrent GC)", "JFR Recorder Thread", "JDWP Event Helper Thread",
    "JDWP Command Reader", "VM Thread", "Cleaner"
};

bool jstack_is_background(struct slice name)
{
    size_t at;

    if (slice_has(name, "Signal Dispatcher") || slice_has(name, "Service Thread")
        || slice_has(name, "Attach Listener"))
        return true;
    for (; (at = slice_search(name, " CompilerThread")) != SLICE_NONE;
         name = slice_from(name, at + 1))
        if (at >= 2 && name.p[at - 2] == 'C')
            return true;
    return false;
}

bool jstack_is_of_jvm(struct slice name)
{
    for (size_t i = 0; i < sizeof of_jvm / sizeof *of_jvm; i++)
        if (slice_is(name, of_jvm[i]))
            return true;
    return slice_starts(name, "JDWP Transport Listener: ");
}

/* Whether a thread in this function waits, as the script sees it. */
static bool jstack_is_waiting(struct slice function)
{
    size_t socket = slice_search(function, "Socket");

    return slice_has(function, "epollWait") || slice_has(function, "EPoll.wait")
           || slice_ends(function, "socketAccept") || slice_ends(function, "socketRead0")
           || (socket != SLICE_NONE
               && slice_ends(slice_from(function, socket + strlen("Socket")), "accept0"));
}

enum jstack_kind jstack_kind_of(struct slice function)
{
    if (jstack_is_waiting(function))
        return JSTACK_FUNCTION_WAITS;
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++)
        if (slice_ends(function, waits[i]))
            return JSTACK_LEAF_WAITS;
    return JSTACK_RUNS;
}
