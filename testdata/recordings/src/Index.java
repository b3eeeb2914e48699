import java.util.*;
import java.util.function.Function;
import java.util.stream.*;

/** Threads index made-up texts until the time is over. */
public class Index {
    interface Scorer { double score(String word, int count); }
    static final class Length implements Scorer { public double score(String w, int n) { return w.length() * Math.log(n + 1.0); } }
    static final class Posting<T extends Comparable<T>> implements Comparable<Posting<T>> {
        final T key; final double weight;
        Posting(T key, double weight) { this.key = key; this.weight = weight; }
        public int compareTo(Posting<T> o) { int c = Double.compare(o.weight, weight); return c != 0 ? c : key.compareTo(o.key); }
    }
    static String text(Random r) {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < 400; i++) b.append("word").append(Integer.toString(r.nextInt(900), 36)).append(i % 9 == 0 ? ". " : " ");
        return b.toString();
    }
    static Map<String, Integer> count(String text) {
        Map<String, Integer> m = new TreeMap<>();
        for (String w : text.split("[ .]+")) m.merge(w.toLowerCase(Locale.ROOT), 1, Integer::sum);
        return m;
    }
    static List<Posting<String>> rank(Map<String, Integer> m, Scorer s) {
        return m.entrySet().stream().map(e -> new Posting<>(e.getKey(), s.score(e.getKey(), e.getValue()))).sorted().limit(50).collect(Collectors.toList());
    }
    public static void main(String[] args) throws Exception {
        long end = System.currentTimeMillis() + 1000L * Integer.parseInt(args[0]);
        Function<List<Posting<String>>, Integer> size = List::size;
        List<Thread> all = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            final int id = i;
            Thread t = new Thread(() -> {
                Random r = new Random(id);
                long n = 0;
                while (System.currentTimeMillis() < end) n += size.apply(rank(count(text(r)), new Length()));
                System.out.println(n > 0);
            }, "java idx-" + i);
            t.start();
            all.add(t);
        }
        for (Thread t : all) t.join();
        Thread.sleep(Integer.parseInt(args[1]) * 1000L);
    }
}
