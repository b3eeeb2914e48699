// Money, items, orders and the catalog of the order desk in shop.cpp.
#pragma once
#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>
#include <ostream>
#include <string>
#include <unordered_map>
#include <vector>

namespace shop {
struct Money { long cents; };
Money operator+(Money a, Money b) { return {a.cents + b.cents}; }
bool operator<(const Money &a, const Money &b) { return a.cents < b.cents; }
std::ostream &operator<<(std::ostream &o, const Money &m) { return o << m.cents / 100 << '.' << m.cents % 100; }

struct Item { std::string name; Money price; };
struct Order { std::vector<std::string> lines; };

template <typename T> class Handle {
    std::shared_ptr<T> p_;
public:
    explicit Handle(std::shared_ptr<T> p) : p_(std::move(p)) {}
    __attribute__((noinline)) T *operator->() const { return p_.get(); }
};

class Catalog {
    std::vector<Item> items_;
    std::unordered_map<std::string, size_t> index_;
public:
    explicit Catalog(size_t n) {
        for (size_t i = 0; i < n; i++) {
            items_.push_back({"article-" + std::to_string(i), {long(i * 37 % 9000)}});
            index_[items_.back().name] = i;
        }
    }
    const Item &find(const std::string &name) const {
#if SHOP_INDEX
        return items_[index_.at(name)];
#else
        return *std::find_if(items_.begin(), items_.end(), [&](const Item &i) { return i.name == name; });
#endif
    }
};

struct Discount {
    int percent;
    __attribute__((noinline)) Money operator()(const Order &o, Money m) const {
        long h = std::accumulate(o.lines.begin(), o.lines.end(), 0L, [](long a, const std::string &s) { return a + long(std::hash<std::string>{}(s) & 7); });
        return {m.cents - m.cents * percent / 100 - h % 2};
    }
};
using Rule = std::function<Money(const Order &, Money)>;
} // namespace shop
