// A small order desk. -DSHOP_INDEX=1 is the "after" version: an index for the
// catalog, and receipts written into one buffer.
#include "desk.hpp"
#include <atomic>
#include <cstdlib>
#include <pthread.h>
#include <thread>

namespace {
thread_local unsigned seed = 7;
__attribute__((noinline)) size_t pick(size_t n) { return (seed = seed * 1103515245u + 12345u) / 65536u % n; }

__attribute__((noinline)) shop::Order makeOrder(size_t n) {
    shop::Order o;
    for (size_t i = 0; i < 12; i++) o.lines.push_back("article-" + std::to_string(pick(n)));
    return o;
}
} // namespace

int main(int argc, char **argv) {
    int rounds = argc > 1 ? atoi(argv[1]) : 3000;
    auto desk = std::make_shared<shop::Desk<400>>(std::make_shared<shop::Catalog>(400));
    std::atomic<int> busy{2};
    std::vector<std::thread> threads;
    for (int w = 1; w <= 2; w++)
        threads.emplace_back([=, &busy] {
            pthread_setname_np(pthread_self(), ("worker " + std::to_string(w)).c_str());
            seed = unsigned(w);
            for (int i = 0; i < rounds; i++) desk->process(makeOrder(400));
            busy--;
        });
    threads.emplace_back([=, &busy] {
        pthread_setname_np(pthread_self(), "io thread");
        while (busy) {
            std::ostringstream out;
            desk->flush(out);
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    });
    for (auto &t : threads) t.join();
}
