package org.example.intake;

import java.io.FileNotFoundException;
import java.io.FileReader;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** An importer that logs what goes wrong: causes, suppressed exceptions, lambdas, a pool. */
public class Faults {
    static class Row {
        private final String[] cells;

        Row(String line) {
            cells = line.split(",");
        }

        int amount() {
            return Integer.parseInt(cells[2]);
        }
    }

    static class Source implements AutoCloseable {
        int sum(List<String> lines) {
            return lines.stream().map(Row::new).collect(Collectors.summingInt(Row::amount));
        }

        @Override
        public void close() {
            throw new IllegalStateException("closed twice");
        }
    }

    interface Step<T> {
        T run() throws Exception;
    }

    static <T> T logged(int number, Step<T> step) {
        try {
            return step.run();
        } catch (Exception e) {
            System.err.printf("2024-05-0%d 10:00:00 ERROR [import-%d] row %d was refused%n", 1 + number % 9, number % 3, number);
            e.printStackTrace();
            return null;
        }
    }

    static int load(int number) {
        try (Source source = new Source()) {
            return source.sum(List.of("a,b,1", number % 2 == 0 ? "a,b,x" : "a,b"));
        }
    }

    static FileReader open(String name) {
        try {
            return new FileReader(name);
        } catch (FileNotFoundException e) {
            throw new RuntimeException("cannot open " + name, e);
        }
    }

    static int depth(int n) {
        return n == 0 ? List.of().iterator().next().hashCode() : depth(n - 1) + 1;
    }

    public static void main(String[] args) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            int number = i;
            List<Callable<Object>> tasks = List.of(() -> load(number), () -> open("no-such-" + number), () -> depth(number % 5));
            logged(i, () -> {
                try {
                    return pool.submit(tasks.get(number % 3)).get();
                } catch (ExecutionException e) {
                    throw number % 4 == 0 ? e : new Exception(e.getCause());
                }
            });
        }
        pool.shutdown();
        throw new IllegalArgumentException();
    }
}
