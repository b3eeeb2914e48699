class FlamegraphC < Formula
  desc "Programs that make flame graphs from profiles"
  homepage "https://example.org/flamegraph-c"
  url "https://example.org/flamegraph-c/releases/flamegraph-c-1.0.0.tar.gz"
  # sha256 "of the release"
  license "MIT"

  depends_on "cmake" => :build

  conflicts_with "flamegraph", because: "both install `flamegraph.pl`"

  def install
    system "cmake", "-S", ".", "-B", "build", "-DFLAMEGRAPH_PL_NAMES=ON", "-DBUILD_TESTING=OFF", *std_cmake_args
    system "cmake", "--build", "build"
    system "cmake", "--install", "build"
  end

  test do
    (testpath/"perf.txt").write "app 1 1.0: 3 cycles:\n\t1 main (app)\n\n"
    assert_equal "app;main 3\n", shell_output("#{bin}/stackcollapse-perf perf.txt")
    assert_match "main", shell_output("#{bin}/stackcollapse-perf perf.txt | #{bin}/flamegraph")
  end
end
