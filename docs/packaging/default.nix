# nix-build docs/packaging: builds this checkout.
{ pkgs ? import <nixpkgs> { } }:

pkgs.stdenv.mkDerivation {
  pname = "flamegraph-c";
  version = "1.0.0";
  src = ../..;
  nativeBuildInputs = [ pkgs.cmake ];
  nativeCheckInputs = [ pkgs.python3 ];
  # The scripts' names stay out: the package flamegraph has them, and profiles can hold both.
  cmakeFlags = [ "-DFLAMEGRAPH_PL_NAMES=OFF" ];
  doCheck = true;
  checkPhase = "ctest --output-on-failure -L fast";
  meta = with pkgs.lib; {
    description = "Programs that make flame graphs from profiles";
    homepage = "https://example.org/flamegraph-c";
    license = licenses.mit;
    mainProgram = "flamegraph";
    platforms = platforms.unix;
  };
}
