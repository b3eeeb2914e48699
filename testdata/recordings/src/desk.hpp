// Orders priced, written to a receipt and booked. SHOP_INDEX=1 writes a receipt
// into one buffer.
#pragma once
#include "shop.hpp"
#include <map>
#include <mutex>
#include <sstream>

namespace shop {
template <typename It, typename Less> void rank(It first, It last, Less less) { std::sort(first, last, less); }

template <size_t N> class Desk {
    Handle<Catalog> catalog_;
    std::vector<Rule> rules_;
    std::map<std::string, Money> book_;
    std::mutex lock_;
    std::string log_;
public:
    explicit Desk(std::shared_ptr<Catalog> c) : catalog_(std::move(c)) {
        rules_.push_back(Discount{5});
        rules_.push_back([](const Order &o, Money m) { return Money{m.cents + long(o.lines.size()) * 3}; });
    }
    __attribute__((noinline)) Money price(const Order &o) {
        Money total{0};
        for (const auto &l : o.lines) total = total + catalog_->find(l).price;
        for (const Rule &r : rules_) total = r(o, total);
        return total;
    }
    std::string receipt(const Order &o, Money total) {
#if SHOP_INDEX
        std::string s;
        for (const auto &l : o.lines) s.append(l).append("\n");
        return s.append(std::to_string(total.cents));
#else
        std::ostringstream s;
        for (const auto &l : o.lines) s << l << ' ' << catalog_->find(l).price << '\n';
        s << total;
        return s.str();
#endif
    }
    void process(const Order &o) {
        Money m = price(o);
        std::string text = receipt(o, m);
        std::lock_guard<std::mutex> g(lock_);
        book_[o.lines.front()] = m;
        log_ += text;
    }
    size_t flush(std::ostream &out) {
        std::lock_guard<std::mutex> g(lock_);
        std::vector<std::pair<std::string, Money>> v(book_.begin(), book_.end());
        rank(v.begin(), v.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
        for (const auto &e : v) out << e.first << '=' << e.second << ';';
        size_t n = log_.size();
        log_.clear();
        return n;
    }
};
} // namespace shop
