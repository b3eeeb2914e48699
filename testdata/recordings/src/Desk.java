import java.net.*;
import java.nio.channels.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.stream.*;

/** Threads in many states, for thread dumps: busy, in the network, parked, blocked, asleep. */
public class Desk {
    static final Object LOCK = new Object();
    static volatile long sink;

    interface Task extends Runnable {
        void work() throws Exception;
        default void run() { try { work(); } catch (Exception e) { throw new IllegalStateException(e); } }
    }

    static final class Ledger<K extends Comparable<K>> {
        private final Map<K, Integer> sums = new TreeMap<>();
        synchronized void add(K key, int n) { sums.merge(key, n, Integer::sum); }
        synchronized int total() { return sums.values().stream().mapToInt(Integer::intValue).sum(); }
    }

    static void start(String name, Task task) {
        Thread t = new Thread(task, name);
        t.setDaemon(true);
        t.start();
    }

    static void busy(int seed) {
        Ledger<String> ledger = new Ledger<>();
        Random r = new Random(seed);
        for (;;) {
            String line = IntStream.range(0, 60).mapToObj(i -> Integer.toString(r.nextInt(5000), 36)).collect(Collectors.joining(" "));
            for (String w : line.split(" +")) ledger.add(w.toUpperCase(Locale.ROOT), w.length());
            sink += ledger.total() + fib(14);
        }
    }

    static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

    static void digest() throws Exception {
        java.security.MessageDigest md = java.security.MessageDigest.getInstance("SHA-256");
        for (byte[] b = new byte[4096]; ; ) sink += md.digest(b)[0];
    }

    public static void main(String[] args) throws Exception {
        InetAddress local = InetAddress.getLoopbackAddress();
        ServerSocket server = new ServerSocket(0, 5, local);
        start("worker-7", () -> busy(7));
        start("price worker-12", () -> busy(12));
        start("digest 3", Desk::digest);
        Socket client = new Socket(local, server.getLocalPort()), peer = server.accept();
        start("acceptor", () -> server.accept());
        start("reader #1", () -> client.getInputStream().read());
        start("selector-0", () -> { try (Selector s = Selector.open()) { s.select(); } });
        start("channel acceptor-3", () -> ServerSocketChannel.open().bind(null).accept());
        ExecutorService pool = Executors.newFixedThreadPool(2);
        for (int i = 0; i < 2; i++) pool.submit(() -> sink++);
        start("lock holder", () -> { synchronized (LOCK) { Thread.sleep(1L << 40); } });
        Thread.sleep(200);
        start("blocked-2", () -> { synchronized (LOCK) { sink++; } });
        Thread.sleep(1000L * Integer.parseInt(args[0]));
        System.out.println(peer.isConnected() && !pool.isShutdown());
        System.exit(0);
    }
}
