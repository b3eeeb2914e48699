<?php
// Orders with lines, discounts and totals: calls, methods, closures, recursion.
namespace Shop;

class Line
{
    public function __construct(public string $name, public int $pieces, public float $price)
    {
    }

    public function total(): float
    {
        return round($this->pieces * $this->price, 2);
    }
}

class Order
{
    private array $lines = [];

    public static function random(int $number): self
    {
        $order = new self();
        for ($i = 0; $i <= $number % 4; $i++) {
            $order->add(new Line(str_repeat(chr(97 + $i), 3), $i + 1, 9.5 + $number));
        }
        return $order;
    }

    public function add(Line $line): void
    {
        $this->lines[] = $line;
    }

    public function total(callable $discount): float
    {
        return $discount(array_sum(array_map(fn(Line $line) => $line->total(), $this->lines)));
    }
}

function digits(int $n): int
{
    return $n < 10 ? $n : $n % 10 + digits(intdiv($n, 10));
}

$sum = 0;
for ($number = 1; $number <= (int) $argv[1]; $number++) {
    $sum += digits((int) (1000 * Order::random($number)->total(fn(float $x) => $x > 100 ? $x * 0.9 : $x)));
}
include __DIR__ . '/footer.php';
